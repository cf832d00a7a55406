"""Goals, objectives and versions of a body's plan; the policy in force."""
