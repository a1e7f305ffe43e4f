"""Numbers are the nearest to what the kernel says: 4.69 of 469 ticks, not 4.6899999999999995."""

import os

import sysproc


def is_a_number_of_ticks(seconds):
    return seconds == round(seconds * os.sysconf("SC_CLK_TCK")) / os.sysconf("SC_CLK_TCK")


def test_seconds():
    times = [each for cpu in sysproc.cpu_times(percpu=True) for each in cpu]
    for process in sysproc.process_iter(["cpu_times"], ad_value=()):
        times += process.info["cpu_times"]
    assert [each for each in times if not is_a_number_of_ticks(each)] == []
