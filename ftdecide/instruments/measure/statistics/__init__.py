"""What counts say: intervals, exact tests, several at once, how many items a measurement needs."""
