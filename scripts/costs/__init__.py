"""What incidents cost: of calls that were made, and what one incident costs by severity and outcome."""
