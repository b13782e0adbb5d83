"""Input that cannot be used: status 1, one message that says what, where and what to do, nothing left behind."""

import os
import random
import signal
import struct
import subprocess
import time
import unittest

from program import PROGRAM, ProgramTest, main

SAID = ("--pulse-marker", "S1", "--hemisphere", "left")


class Refusals(ProgramTest):
    def brainvision(self, pulses=(1, 2, 3, 4, 5), names=("FDI_L", "FDI_R"), interval=500, seconds=6):
        """A recording of noise with the marker S1 at each of `pulses` (s)."""
        draw = random.Random(7)
        rate = 1e6 / interval
        count = max(50, int(seconds * rate))
        channels = "".join(f"Ch{i + 1}={name},,0.5,uV\n" for i, name in enumerate(names))
        markers = "".join(f"Mk{i + 1}=Stimulus,S1,{round(t * rate) + 1},1,0\n" for i, t in enumerate(pulses))
        header = self.folder / "a.vhdr"
        header.write_text(
            "Brain Vision Data Exchange Header File Version 1.0\n\n[Common Infos]\nDataFile=a.eeg\nMarkerFile=a.vmrk\n"
            f"DataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels={len(names)}\nSamplingInterval={interval}\n\n"
            f"[Binary Infos]\nBinaryFormat=INT_16\n\n[Channel Infos]\n{channels}"
        )
        (self.folder / "a.vmrk").write_text(
            f"Brain Vision Data Exchange Marker File, Version 1.0\n\n[Common Infos]\nDataFile=a.eeg\n\n[Marker Infos]\n{markers}"
        )
        samples = [round(draw.gauss(0, 20)) for _ in range(count * len(names))]
        (self.folder / "a.eeg").write_bytes(struct.pack(f"<{len(samples)}h", *samples))
        return header

    def table(self, text):
        path = self.folder / "pulses.tsv"
        path.write_text(text)
        return path

    def check_refused(self, path, *arguments):
        out = self.folder / "out"
        before = self.left_behind()
        for command in (["measure", path, "--out", out], ["info", path]):
            message = self.refuses(*command, *arguments)
            self.assertIn(str(path.name), message)
        self.assertEqual(self.left_behind(), before)

    def test_a_file_that_is_not_there(self):
        self.check_refused(self.folder / "missing.vhdr")
        self.check_refused(self.folder / "missing.edf")
        self.check_refused(self.folder / "no" / "such" / "folder")

    def test_an_empty_file(self):
        for name in ("empty.vhdr", "empty.edf", "empty.bdf"):
            path = self.folder / name
            path.touch()
            self.check_refused(path)

    def test_a_file_of_another_kind(self):
        for name in ("notes.vhdr", "notes.edf", "notes.bdf", "notes.txt", "notes"):
            path = self.folder / name
            path.write_text("These are notes, not a recording.\n" * 50)
            self.check_refused(path)

    def test_an_empty_folder_and_one_that_is_no_data_set(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.check_refused(empty)
        (empty / "notes.txt").write_text("notes")
        self.check_refused(empty)

    def test_a_header_whose_data_file_is_missing(self):
        header = self.folder / "a.vhdr"
        header.write_text(
            "Brain Vision Data Exchange Header File Version 1.0\n\n[Common Infos]\nDataFile=a.eeg\nMarkerFile=a.vmrk\n"
            "DataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels=1\nSamplingInterval=200\n\n"
            "[Binary Infos]\nBinaryFormat=INT_16\n\n[Channel Infos]\nCh1=FDI_R,,0.5,uV\n"
        )
        message = self.refuses("info", header)
        self.assertIn("a.eeg", message)

    def test_a_broken_data_set_description(self):
        folder = self.folder / "data"
        folder.mkdir()
        (folder / "dataset_description.json").write_text("{")
        self.check_refused(folder)

    def test_a_mapping_or_pulse_table_that_is_not_there(self):
        recording = self.folder / "a.edf"
        recording.write_text("x")
        for option in ("--mapping", "--pulses"):
            self.refuses("measure", recording, option, self.folder / "missing")

    def test_a_table_of_pulses_that_holds_none(self):
        path = self.brainvision()
        for text in ("time\ttms_side\n1\tleft\n", "onset,tms_side\n1,left\n", "onset  tms_side\n1  left\n"):
            self.assertIn("onset", self.refuses("measure", path, "--pulses", self.table(text)))
        for text in ("onset\ttms_side\n", "onset\ttrial_type\n1\tlunch\n"):
            self.assertIn("pulses.tsv", self.refuses("measure", path, "--pulses", self.table(text)))
        self.assertIn("1e300", self.refuses("measure", path, "--pulses", self.table("onset\ttms_side\n1e300\tleft\n")))

    def test_a_pulse_that_is_listed_twice(self):
        self.assertIn("twice", self.refuses("measure", self.brainvision(pulses=(1, 2, 3, 2)), *SAID))

    def test_sustained_activity_past_the_end(self):
        head = "onset\tduration\ttrial_type\ttask\ttask_side\n"
        row = "1\t{}\tvoluntary\tsustained contraction\tleft\n"
        path = self.brainvision()
        self.assertIn("past the end", self.refuses("measure", path, "--pulses", self.table(head + row.format(200))))
        self.succeeds("measure", path, "--pulses", self.table(head + row.format(5)))

    def test_pulses_of_an_unstated_hemisphere_are_warned_of(self):
        path = self.brainvision()
        text = "onset\ttrial_type\ttms_site\n1\ttms_single\t{0}\n2\ttms_single\t{0}\n"
        said = self.succeeds("measure", path, "--pulses", self.table(text.format("M1"))).stderr
        self.assertIn("[hemisphere_unstated]", said)
        said = self.succeeds("measure", path, "--pulses", self.table(text.format("sham"))).stderr
        self.assertNotIn("[hemisphere_unstated]", said)

    def test_channels_that_nobody_can_tell_apart(self):
        path = self.brainvision(names=("A", "B"))
        self.assertIn("--mapping", self.refuses("measure", path, *SAID))
        self.assertIn("A", self.succeeds("info", path).stdout)

    def test_emg_with_too_few_samples_a_second(self):
        for interval in (5000, 10**9, "1e300"):
            path = self.brainvision(interval=float(interval), pulses=())
            self.assertIn("250 Hz", self.refuses("info", path))

    def test_a_marker_that_is_not_there(self):
        self.assertIn("'S1' (5", self.refuses("measure", self.brainvision(), "--pulse-marker", "S9", "--hemisphere", "left"))
        self.assertIn("--pulses", self.refuses("measure", self.brainvision(pulses=()), *SAID))

    def test_a_channel_less_itself(self):
        mapping = self.folder / "lab.toml"
        mapping.write_text('[derived]\nX = { plus = "FDI_L", minus = "FDI_L", side = "left", muscle = "FDI" }\n')
        self.assertIn("itself", self.refuses("info", self.brainvision(), "--mapping", mapping))

    def test_a_pipe_in_place_of_a_file(self):
        for name in ("pipe", "pipe.edf", "pipe.vhdr"):
            os.mkfifo(self.folder / name)
            self.check_refused(self.folder / name)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_folder_without_permission(self):
        locked = self.folder / "locked"
        locked.mkdir()
        (locked / "a.edf").write_text("x")
        locked.chmod(0)
        self.addCleanup(locked.chmod, 0o700)
        for path in (locked, locked / "a.edf"):
            self.assertIn("permissions", self.refuses("info", path))

    def test_a_shift_beyond_a_second_is_wrong_usage(self):
        self.is_wrong_usage("measure", self.brainvision(), *SAID, "--marker-shift", "1e300")

    def test_messages_that_nobody_can_read_change_nothing(self):
        path = self.brainvision()
        for arguments, status in ((("measure", path, *SAID), 0), (("measure", path), 1)):
            shut = subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, preexec_fn=lambda: os.close(2), check=False)
            self.assertEqual(shut.returncode, status)

    def test_results_into_no_folder_or_the_one_the_program_runs_in(self):
        path = self.brainvision()
        inside = self.folder / "inside"
        inside.mkdir()
        for name in (".", "../inside", "../inside/"):
            message = self.refuses("measure", path, *SAID, "--quiet", "--out", name, cwd=inside)
            self.assertIn("the folder you are in", message)
        self.assertIn("no folder is named", self.refuses("measure", path, *SAID, "--quiet", "--out", ""))
        self.assertEqual(self.left_behind(), ["a.eeg", "a.vhdr", "a.vmrk", "inside"])

    def test_an_interrupted_run_leaves_nothing_half_written(self):
        for sign in (signal.SIGINT, signal.SIGTERM):
            for wait in (0.05, 0.3, 0.6):
                process = subprocess.Popen([PROGRAM, "demo", "--quiet", "--jobs", "1"], cwd=self.folder, stdout=subprocess.DEVNULL)
                time.sleep(wait)
                process.send_signal(sign)
                self.assertIn(process.wait(timeout=60), (-sign, 0))
                self.assertEqual([name for name in self.left_behind() if ".part-" in name], [])


if __name__ == "__main__":
    main()
