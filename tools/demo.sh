#!/bin/sh
# The demonstration behind `make demo`: $1 is the kg command, $2 the folder to work in.
set -eu
kg=$1
out=$2
rm -rf "$out"
mkdir -p "$out"

step() { printf '\n== %s\n   $ kg %s\n\n' "$1" "$2"; }

step "Read the ten sample articles into a graph" "build samples --store $out/graph"
"$kg" build samples --store "$out/graph" 2>&1
step "Check the graph against shapes and checks" "validate --store $out/graph"
"$kg" validate --store "$out/graph" 2>&1
