"""The story of one question in a real browser, against everything that `script/run` starts."""
