//! Finds the files to judge.
