"""The demo campus 松溪理工大学: invented units and people, and the accounts to try the program with."""
