namespace Mlp.Conformance.UnitTests;

internal sealed class CaseFileTests
{
    private static readonly Case Small = Make.Golden(
        Tensor.Create([1f, float.NaN, -0f, float.NegativeInfinity], 2, 2),
        new("exp", Tensor.Vector([0, 1e-7, 2e-7, 0]), Tensor.Scalar(1e-8))
    ) with
    {
        Id = "activations/relu/small",
        Params = Node.Map.Of(
            ("slope", 0.5),
            ("none", new Node.Null()),
            ("list", new Node.List([]))
        ),
        Inputs = Node.Map.Of(
            ("list", new Node.List([Tensor.Scalar(3L), new Node.List([]), Node.Map.Empty])),
            ("class_weight", Node.Map.Of(("0", 0.5), ("1", 2.0))),
            ("text", "a, \"b\""),
            ("flag", true),
            ("nothing", new Node.Null()),
            ("bytes", Tensor.Vector(new byte[] { 0, 255 })),
            ("none", Tensor.Create(Array.Empty<int>(), 0, 3))
        ),
        Notes = "why",
        Tags = ["nan", "degenerate:all of it, meant"],
        F32Gap = 1e-8,
    };

    [Test]
    public void Every_imported_case_is_the_same_after_Parquet()
    {
        var cases = ImportedCases.All;
        var read = CaseFile.FromParquet(CaseFile.ToParquet("imported", cases), "imported.parquet");
        Assert.That(read.Select(CaseJson.Write), Is.EqualTo(cases.Select(CaseJson.Write)));
        Assert.That(read, Has.Count.GreaterThanOrEqualTo(327));
    }

    [Test]
    public void Lists_maps_nulls_texts_and_bounds_survive()
    {
        var read = CaseFile.FromParquet(CaseFile.ToParquet("s", [Small]), "small.parquet");
        Assert.That(CaseJson.Write(read[0]), Is.EqualTo(CaseJson.Write(Small)));
    }

    [Test]
    public void The_same_cases_give_the_same_bytes() =>
        Assert.That(CaseFile.ToParquet("s", [Small]), Is.EqualTo(CaseFile.ToParquet("s", [Small])));

    [Test]
    public void No_cases_make_a_file_of_none() =>
        Assert.That(CaseFile.FromParquet(CaseFile.ToParquet("s", []), "none.parquet"), Is.Empty);

    [Test]
    public void A_folder_gives_all_its_files_and_refuses_an_id_given_twice()
    {
        var first = Make.TempFile("a.parquet");
        var folder = Path.GetDirectoryName(first)!;
        CaseFile.Write(first, "s", [Small]);
        CaseFile.Write(
            Path.Combine(folder, "deeper", "b.jsonl"),
            "s",
            [Small with { Id = "other" }]
        );
        Assert.That(
            CaseFile.Read(folder).Select(value => value.Id),
            Is.EqualTo(new[] { Small.Id, "other" })
        );

        CaseFile.Write(Path.Combine(folder, "c.jsonl"), "s", [Small]);
        Assert.That(
            () => CaseFile.Read(folder),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("is taken by a case of")
        );
    }

    [Test]
    public void A_file_that_was_cut_short_is_refused_wherever_it_is_cut()
    {
        var bytes = CaseFile.ToParquet("s", [Small]);
        foreach (
            var length in new[] { 0, 3, 12, bytes.Length / 2, bytes.Length - 9, bytes.Length - 1 }
        )
        {
            Assert.That(
                () => CaseFile.FromParquet(bytes[..length], "cut.parquet"),
                Throws.TypeOf<InvalidCaseException>().With.Message.Contains("cut.parquet"),
                $"cut at {length}"
            );
        }
    }

    [Test]
    public void A_file_of_something_else_and_one_of_a_newer_version_are_refused()
    {
        var other = ParquetTable.Write(
            new Dictionary<string, string>(),
            ("x", new string?[] { "y" })
        );
        Assert.That(
            () => CaseFile.FromParquet(other, "other.parquet"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("no format_version")
        );

        var newer = ParquetTable.Write(
            new Dictionary<string, string> { ["format_version"] = "2" },
            ("case", new string?[] { "y" })
        );
        Assert.That(
            () => CaseFile.FromParquet(newer, "newer.parquet"),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains("format version 2")
                .And.Message.Contains("reads up to 1")
        );

        var bare = ParquetTable.Write(
            new Dictionary<string, string> { ["format_version"] = "1" },
            ("case", new string?[] { "y" })
        );
        Assert.That(
            () => CaseFile.FromParquet(bare, "bare.parquet"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("has no column")
        );
    }

    [Test]
    public void A_name_with_a_slash_and_a_number_beyond_a_double_are_refused()
    {
        var slash = Small with { Inputs = Node.Map.Of(("a/b", 1.0)) };
        var large = Small with { Inputs = Node.Map.Of(("a", Tensor.Scalar(9007199254740993))) };
        Assert.That(
            () => CaseFile.ToParquet("s", [slash]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("'a/b'")
        );
        Assert.That(
            () => CaseFile.ToParquet("s", [large]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("2^53")
        );
    }

    [TestCase("expectd", 0.0, "role 'expectd' is unknown")]
    [TestCase("expected", double.NaN, "(exp) is NaN")]
    [TestCase("expected", double.PositiveInfinity, "(exp) is Infinity")]
    public void A_row_of_no_role_and_a_bound_that_nothing_fails_are_refused(
        string role,
        double bound,
        string message
    )
    {
        var text = (string value) => new string?[] { value };
        var bytes = ParquetTable.Write(
            new Dictionary<string, string> { ["format_version"] = "1" },
            ("case", text("a")),
            ("family", text("losses")),
            ("op", text("mse")),
            ("params", text("{}")),
            ("dtype", text("float32")),
            ("tags", text("[]")),
            ("source", text("test")),
            ("notes", text("")),
            ("f32_gap", new double?[] { null }),
            ("role", text(role)),
            ("name", text("y")),
            ("type", text("number")),
            ("shape", new int[]?[] { null }),
            ("values", new double[]?[] { [1] }),
            ("text", text("")),
            ("policy", text("exp")),
            ("bound", new double[]?[] { [bound] }),
            ("warn", new double[]?[] { null })
        );
        Assert.That(
            () => CaseFile.FromParquet(bytes, "made.parquet"),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(message)
                .And.Message.Contains("made.parquet, row 0, id 'a'")
        );
    }

    [Test]
    public void Another_ending_is_refused() =>
        Assert.That(
            () => CaseFile.Write("cases.csv", "s", []),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("cases.csv")
        );

    [Test]
    public void A_manifest_beside_the_files_is_held_to()
    {
        var path = Make.TempFile("activations.parquet");
        var folder = Path.GetDirectoryName(path)!;
        CaseFile.Write(path, "v1", [Small]);
        var manifest = Manifest.Of(
            "v1",
            [("activations.parquet", File.ReadAllBytes(path), [Small])]
        );
        File.WriteAllText(Path.Combine(folder, "manifest.json"), manifest.ToJson());
        Assert.That(CaseFile.Read(folder), Has.Count.EqualTo(1));

        // A file that the manifest does not name.
        var more = Path.Combine(folder, "more.jsonl");
        CaseFile.Write(more, "v1", [Small with { Id = "other" }]);
        Assert.That(
            () => CaseFile.Read(folder),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("not in the manifest")
        );
        File.Delete(more);

        CaseFile.Write(path, "v1", [Small with { Notes = "reworded" }]);
        Assert.That(
            () => CaseFile.Read(folder),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("SHA-256")
        );

        // The only file of the family is gone, another is there.
        CaseFile.Write(path, "v1", []);
        File.WriteAllText(
            Path.Combine(folder, "manifest.json"),
            (
                manifest with
                {
                    Files = Manifest
                        .Of("v1", [("activations.parquet", File.ReadAllBytes(path), [])])
                        .Files,
                }
            ).ToJson()
        );
        Assert.That(
            () => CaseFile.Read(folder),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("must never hold fewer")
        );
    }
}
