"""The noisy channel: error profiles, search for misreadings, lattices of recognisers."""
