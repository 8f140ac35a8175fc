"""Doormen: fetch through queries, bind the form, call one action, redirect."""
