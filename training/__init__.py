"""The recipe of the language model that ships with the package: data, training, export, evaluation."""
