"""Tables in, tables out: the rules on millions of profiles.

    inputs -> reading -> cells -> the kernel -> shapes -> parts

`run` goes that way slice by slice.
"""
