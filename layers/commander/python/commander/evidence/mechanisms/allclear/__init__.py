"""What an all-clear rests on: what the alarm complains of, an account of why it fired, witnesses, and until when."""
