#!/bin/sh
# The demonstration behind `make demo`: $1 is the kg command, $2 the folder to work in.
set -eu
kg=$1
out=$2
rm -rf "$out"
mkdir -p "$out"

show() {
    printf '\n== %s\n$ kg' "$1"
    shift
    for word in "$@"; do case $word in *[!A-Za-z0-9_./,:=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    "$kg" "$@" 2>&1
}

show 'Read the ten sample articles into a graph' build samples --store "$out/graph"
show 'Check the graph against shapes and checks' validate --store "$out/graph"
show 'What is in it: reports by kind of event' query tools/summary.rq --store "$out/graph" --quiet
show 'Which attacks on health care are reported, by whom, with what toll?' \
    query attacks-on-health-care --columns earliest,places,perpetrators,toll --store "$out/graph" --quiet
show 'What is the lowest and the highest toll told of the events at Kafr Halun?' \
    query tolls-by-event --place 'Kafr Halun' --store "$out/graph" --quiet
show 'Which reports rest on the word of a single source, and whose?' \
    query single-source-claims --columns earliest,type,places,toll,sources --store "$out/graph" --quiet

cat <<EOF

== Next
The graph is in $out/graph. Try:
  . $(dirname "$kg")/activate
  kg queries                                                          the questions that it can answer
  kg query who-struck-what --store $out/graph --columns earliest,type,places,toll,quotes
  kg parse "Mortar fire killed two children in Tell Saroun."          how a sentence is read
  kg build FOLDER-OF-YOUR-ARTICLES                                    your own graph, in the folder graph
Read docs/tutorial.md, and docs/method.md before you rely on an answer.
EOF
