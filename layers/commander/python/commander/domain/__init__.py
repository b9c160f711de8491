"""Pure rules: lifecycle, timeline fold, grouping, policy, actions, audit chain. Knows no AWS, clock or environment."""
