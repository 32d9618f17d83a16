"""How good the reading is: claims against annotated ones, how far confidence can be trusted, and why a rule fired."""
