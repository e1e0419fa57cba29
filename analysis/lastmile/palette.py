"""Colours, hatches and marks of all pictures."""
# Okabe and Ito's colours, told apart with every kind of colour vision.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442")
HATCHES = ("", "//", "..", "xx")
MARKS = "Dos^v"
