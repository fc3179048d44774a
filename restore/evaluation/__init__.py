"""Measures of what restore does, and the noise and pages to measure it on."""
