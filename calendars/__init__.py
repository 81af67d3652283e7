"""The school's calendar: teaching terms and weeks, working time and holidays."""
