"""What the code can reach outside this machine, and the guard that says it tried."""
