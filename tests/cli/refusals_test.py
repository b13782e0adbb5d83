"""Input that cannot be used: status 1, one message that says what, where and what to do, nothing left behind."""

from program import ProgramTest, main


class Refusals(ProgramTest):
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


if __name__ == "__main__":
    main()
