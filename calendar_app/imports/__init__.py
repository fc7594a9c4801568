"""Files from outside, read into plain values. Pure: no Django models, no database, no clock."""
