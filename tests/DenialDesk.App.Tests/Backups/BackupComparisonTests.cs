using DenialDesk.App.Backups;

namespace DenialDesk.App.Tests.Backups;

public sealed class BackupComparisonTests
{
    [Fact]
    public void Equal_contents_have_no_fault_and_a_sequence_may_stand_further_on()
        => Assert.Empty(BackupComparison.Faults(Content(3, "1.2", 7, "a_only_grows"), Content(3, "1.2", 9, "a_only_grows")));

    [Theory]
    [InlineData(2, "1.2", 7, "a_only_grows", "The table public.a has 2 rows, the manifest says 3 rows: 1 row lost.")]
    [InlineData(5, "1.2", 7, "a_only_grows", "The table public.a has 5 rows, the manifest says 3 rows: 2 rows too many.")]
    [InlineData(3, "1.3", 7, "a_only_grows", "The table public.a has its 3 rows, but not with the content they had: at least one cell differs.")]
    [InlineData(3, "1.2", 6, "a_only_grows", "The sequence public.a_seq stands at 6, the manifest says 7: numbers would be given out twice.")]
    [InlineData(3, "1.2", 7, "another", "One trigger is missing: a_only_grows.")]
    public void Each_difference_is_one_sentence(long rows, string hash, long sequence, string trigger, string sentence)
        => Assert.Equal([sentence], BackupComparison.Faults(Content(3, "1.2", 7, "a_only_grows"), Content(rows, hash, sequence, trigger)));

    [Fact]
    public void A_missing_table_and_one_that_nobody_counted_are_told()
    {
        var then = Content(3, "1.2", 7, "t");
        var now = Content(3, "1.2", 7, "t");
        now.Tables.Remove("public.a");
        now.Tables["public.b"] = new(1, "0.0");

        Assert.Equal(["The table public.a is missing; it had 3 rows.", "The table public.b with 1 row is not in the manifest."], BackupComparison.Faults(then, now));
    }

    [Fact]
    public void A_manifest_is_read_as_it_was_written()
    {
        var written = new BackupManifest("DenialDesk", "1.2", new(2026, 5, 11, 4, 0, 0, TimeSpan.Zero), "15.6", 45, "12:ab", 99, "cd", Content(3, "1.2", 7, "t"));

        var read = BackupManifest.Parse(written.ToJson());

        Assert.Equal(written.ToJson(), read!.ToJson());
        Assert.Equal(12, read.JournalHead!.SealNo);
        Assert.Null(BackupManifest.Parse("{}"));
        Assert.Null(BackupManifest.Parse("not json"));
    }

    private static DatabaseContent Content(long rows, string hash, long sequence, string trigger) => new(
        new(StringComparer.Ordinal) { ["public.a"] = new(rows, hash) }, new(StringComparer.Ordinal) { ["public.a_seq"] = sequence }, new(StringComparer.Ordinal) { ["trigger"] = [trigger] });
}
