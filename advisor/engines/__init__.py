"""The rules inside engines that have many machines, Spark and Dask.

the rules as data -> the workers -> the kernel of `advisor batch`
"""
