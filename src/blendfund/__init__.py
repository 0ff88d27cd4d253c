"""An event-sourced ledger for blended territorial funds."""
