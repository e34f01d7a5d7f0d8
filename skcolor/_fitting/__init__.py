"""What estimators that learn share: streams, layouts, far rows, callbacks."""
