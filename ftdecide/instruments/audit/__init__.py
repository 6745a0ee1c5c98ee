"""The dataset audit: how many clean examples a file of training records holds, and what is wrong with the others."""
