"""`rnrviz experiment`: many trainings on all cores of this machine, or on a cluster."""
