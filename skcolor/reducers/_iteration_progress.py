"""Progress of iterations, for callbacks and a progress bar."""

# The number of iterations between reports.
REPORT_EVERY = 10


class IterationProgress:
    """Reports openTSNE's iterations to callbacks and progress bar; stops on request."""

    def __init__(self, report, bar):
        self._report = report
        self._bar = bar
        self._n_finished = 0
        self.n_iter = 0
        self.stopped = False

    def __call__(self, iteration, error, embedding):
        self._advance(self._n_finished + iteration)
        self.stopped = self._report.step(f"iteration {self.n_iter}")
        return self.stopped

    def finish(self, n_iter):
        if not self.stopped:
            self._n_finished += n_iter
            self._advance(self._n_finished)

    def _advance(self, n_iter):
        self._bar.advance(n_iter - self.n_iter)
        self.n_iter = n_iter
