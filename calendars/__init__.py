"""The school's calendar: teaching terms and weeks."""
