"""Colour alone, without estimators: pure functions from numbers to sRGB."""
