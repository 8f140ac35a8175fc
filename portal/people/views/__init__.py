"""Doormen: fetch, bind, call one action, redirect."""
