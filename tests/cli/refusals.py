"""What the command line does with what it cannot use."""


def is_refused(code, folder, before, capture):
    """Hold a run to exit code 2, one line on stderr, nothing on stdout, no new file."""
    out, err = capture.readouterr()
    assert code == 2
    assert out == ""
    assert err.startswith("skcolor: error: ")
    assert err.count("\n") == 1
    assert len(err) < 500
    assert sorted(folder.iterdir()) == before
    return err
