"""Measures of quality, and makers of the noise and pages to measure on."""
