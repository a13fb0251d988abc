"""Settings: `base` is strict; `dev`, `test` and `production` each say what differs."""
