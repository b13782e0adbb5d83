"""trilayer bank: the same bytes whatever befalls, and files that are no banks."""

import os
import shutil
import signal
import subprocess
import time
import unittest

import program
from program import ProgramTest, main

# Small enough to build a few sessions in a test, large enough to be killed in between.
PROTOCOL = """name = "small"
title = "Small"
muscles = ["FDI"]
[[block]]
id = "rest"
trials = 8
hemisphere = "left"
intensity = "120 %RMT"
contraction = "rest"
exchange_sides = true
"""
SESSIONS = 12


class Bank(ProgramTest):
    def setUp(self):
        super().setUp()
        self.protocol = self.folder / "small.toml"
        self.protocol.write_text(PROTOCOL, encoding="utf-8")

    def command(self, name, *options, sessions=SESSIONS):
        file = self.folder / name
        plan = ("--protocol", self.protocol, "--sessions", sessions, "--quiet")
        return file, ("bank", "build", "--out", file, *plan, *options)

    def built(self, name, *options, **plan):
        file, command = self.command(name, *options, **plan)
        self.succeeds(*command)
        return file

    def test_threads_and_shards_change_nothing(self):
        whole = self.built("whole.tri", "--jobs", 1).read_bytes()
        self.assertEqual(self.built("threads.tri", "--jobs", 2).read_bytes(), whole)
        shards = [self.built(f"{k}.tri", "--shard", f"{k}/3") for k in (3, 1, 2)]
        merged = self.folder / "merged.tri"
        self.succeeds("bank", "merge", "--out", merged, *shards)
        self.assertEqual(merged.read_bytes(), whole)
        self.assertFalse([name for name in self.left_behind() if name.endswith(".part")])

    def test_two_processes_of_a_launcher_build_the_shards_of_the_same_bank(self):
        whole = self.built("whole.tri").read_bytes()
        merged = self.folder / "merged.tri"
        for rank, size in (("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("SLURM_PROCID", "SLURM_NTASKS")):
            _, command = self.command(f"{rank}.tri", "--shard", "launcher", "--jobs", 1)
            processes = [
                subprocess.Popen([program.PROGRAM, *map(str, command)], stdout=subprocess.DEVNULL,
                                 env=os.environ | {rank: str(k), size: "2"})
                for k in range(2)
            ]
            self.assertEqual([process.wait() for process in processes], [0, 0])
            merged.unlink(missing_ok=True)
            self.succeeds("bank", "merge", "--out", merged, *(self.folder / f"{rank}-{k}of2.tri" for k in (1, 2)))
            self.assertEqual(merged.read_bytes(), whole)

    @unittest.skipUnless(shutil.which("mpirun"), "mpirun is not installed")
    def test_mpirun_with_two_processes_builds_the_same_bank(self):
        whole = self.built("whole.tri").read_bytes()
        _, command = self.command("mpi.tri", "--shard", "launcher", "--jobs", 1)
        root = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        subprocess.run(["mpirun", "--oversubscribe", "-n", "2", program.PROGRAM, *map(str, command)], check=True,
                       stdout=subprocess.DEVNULL, env=os.environ | root)
        merged = self.folder / "merged.tri"
        self.succeeds("bank", "merge", "--out", merged, self.folder / "mpi-1of2.tri", self.folder / "mpi-2of2.tri")
        self.assertEqual(merged.read_bytes(), whole)

    def test_a_killed_build_goes_on_to_the_same_bytes(self):
        whole = self.built("whole.tri").read_bytes()
        file, command = self.command("killed.tri", "--jobs", 1)
        part = self.folder / "killed.tri.part"
        process = subprocess.Popen([program.PROGRAM, *map(str, command)], stdout=subprocess.DEVNULL)
        while process.poll() is None and not (part.exists() and part.stat().st_size > 700):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if not file.exists():  # else it was faster than we
            with part.open("ab") as torn:
                torn.write(b"\x40\x01\0\0half a session")
            self.succeeds(*command)
        self.assertEqual(file.read_bytes(), whole)
        self.assertFalse(part.exists())

    def test_info_says_what_it_was_made_with_and_what_it_holds(self):
        text = self.succeeds("bank", "info", self.built("bank.tri", "--first", 5, "--seed", 3, sessions=2)).stdout
        for words in ("protocol   small", "seed       3", "2, numbers 5 to 6", "transcallosal.right", "IHI ratio, 10 ms"):
            self.assertIn(words, text)

    def test_progress_is_told_unless_quiet(self):
        file, command = self.command("told.tri", sessions=2)
        said = self.succeeds(*(word for word in command if word != "--quiet")).stderr
        self.assertIn("0 of 2 sessions", said)
        self.assertRegex(said, r"2 of 2 sessions, [\d.]+ a minute, about 0 s left")
        file.unlink()
        self.assertEqual(self.succeeds(*command).stderr, "")

    def test_what_is_no_bank_or_of_another_is_refused(self):
        bank = self.built("bank.tri", sessions=1)
        whole = bank.read_bytes()
        self.assertIn("exists already", self.refuses(*self.command("bank.tri")[1]))
        self.assertEqual(bank.read_bytes(), whole)
        other = self.built("other.tri", "--seed", 2, sessions=1)
        self.assertIn("differs", self.refuses("bank", "merge", "--out", self.folder / "both.tri", bank, other))
        cut = self.folder / "cut.tri"
        cut.write_bytes(whole[:-20])
        self.refuses("bank", "merge", "--out", self.folder / "both.tri", bank, cut)
        self.refuses("bank", "info", self.protocol)
        self.refuses("bank", "info", self.folder / "not-there.tri")
        self.refuses("bank", "build", "--out", self.folder / "no.tri", "--protocol", "nothing-like-it", "--sessions", 1)
        (self.folder / "mine.tri.part").write_text("a letter", encoding="utf-8")
        self.refuses(*self.command("mine.tri")[1])
        self.assertNotIn("both.tri", self.left_behind())

    def test_a_place_that_names_no_file_is_refused_before_the_work(self):
        for out in ("", str(self.folder / "new") + "/"):
            said = self.refuses("bank", "build", "--out", out, "--protocol", self.protocol, "--sessions", 1, cwd=self.folder)
            self.assertIn("names no file", said)
            self.assertNotIn("sessions", said)
        self.assertEqual(self.left_behind(), ["small.toml"])

    def test_wrong_usage(self):
        out = self.folder / "bank.tri"
        for options in (("--shard", "3/2"), ("--shard", "0/2"), ("--shard", "one"), ("--shard", "launcher/2"), ("--sessions", "-1"), ("--first", "x")):
            self.is_wrong_usage("bank", "build", "--out", out, *options)
        self.is_wrong_usage("bank")
        self.is_wrong_usage("bank", "build")
        self.is_wrong_usage("bank", "merge", "--out", out)


if __name__ == "__main__":
    main()
