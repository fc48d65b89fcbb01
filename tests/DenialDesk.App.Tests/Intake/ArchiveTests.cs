using System.IO.Compression;
using DenialDesk.App.Codes;
using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Intake;

public sealed class ArchiveTests(ArchiveTests.Desk desk) : IClassFixture<ArchiveTests.Desk>
{
    private static readonly byte[] Sample = SampleFiles.Read("835-denied-as-processed.835");

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_file_of_a_zip_is_a_file_of_its_own_that_remembers_its_archive()
    {
        var report = await desk.ImportAsync("monday.zip", Zip(("in/a.835", SampleFiles.Read("835-second-payer.835")), ("__MACOSX/._a.835", [1]), ("b.txt", "not a remittance"u8.ToArray())));

        Assert.Equal(FileState.PartlyPosted, report.State);
        Assert.Equal(["a.835", "b.txt"], report.Files.Select(f => f.Name));
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from inbound_file where archive_name = 'monday.zip' and octet_length(archive_sha256) = 32"));
    }

    [Fact]
    public async Task Gzip_and_a_zip_inside_a_zip_open_and_the_same_content_posts_once()
    {
        var first = await desk.ImportAsync("a.835.gz", Gzip(Sample));
        var again = await desk.ImportAsync("outer.zip", Zip(("inner.zip", Zip(("a.835", Sample)))));

        Assert.Equal(FileState.Posted, first.State);
        Assert.Equal("a.835", first.Files.Single().Name);
        Assert.Equal(FileState.AlreadyReceived, again.State);
    }

    [Fact]
    public async Task Archives_deeper_than_the_limit_are_refused_kept_and_said()
    {
        var report = await desk.ImportAsync("deep.zip", Zip(("2.zip", Zip(("3.zip", Zip(("deep.835", Sample)))))));

        Assert.Equal(FileState.Unreadable, report.State);
        Assert.Contains("more than 2 deep", report.Sentence, StringComparison.Ordinal);
        Assert.Equal("archive", await desk.ScalarAsync("select kind from inbound_file where file_id = $1", report.FileId));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from file_problem where file_id = $1", report.FileId));
    }

    [Fact]
    public async Task A_bomb_is_refused_whole_even_when_a_good_file_comes_first()
    {
        var report = await desk.ImportAsync("bomb.zip", Zip(("good.835", Sample), ("bomb.835", new byte[40_000_000])));

        Assert.Contains("200 times its size", report.Sentence, StringComparison.Ordinal);
        Assert.Empty(report.Files);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from inbound_file where archive_name = 'bomb.zip'"));
    }

    [Theory]
    [InlineData(3, 1_000_000, "more than 3 files")]
    [InlineData(100, 3_000, "unpacks to more than")]
    public async Task Too_many_files_and_too_many_bytes_are_refused(int entries, long bytes, string sentence)
    {
        using var content = new MemoryStream(Zip([.. Enumerable.Range(0, 5).Select(i => ($"{i}.835", Enumerable.Range(0, 1000).Select(b => (byte)(b * b + i)).ToArray()))]));
        var import = new ImportFile(desk.Database, desk.Get<LoadCodeBook>(), TimeProvider.System, new ArchiveLimits { MaxEntries = entries, MaxTotalBytes = bytes });

        var report = await import.Run(new() { Content = content, Name = $"{entries}.zip", Source = ImportFile.Source.Api }, Actor.Desk, Stop);

        Assert.Equal(FileState.Unreadable, report.State);
        Assert.Contains(sentence, report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_entry_is_said_and_the_rest_posts()
    {
        var zip = Zip(("locked.835", "secret"u8.ToArray()), ("open.835", SampleFiles.Read("835-pipes.835")));
        zip[6] |= 1;
        var directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        zip[directory + 8] |= 1;

        var report = await desk.ImportAsync("locked.zip", zip);

        Assert.Equal(FileState.PartlyPosted, report.State);
        Assert.Contains("locked.835 in the archive is locked with a password", report.Sentence, StringComparison.Ordinal);
        Assert.Single(report.Files, f => f.Posted > 0);
    }

    [Fact]
    public async Task Cut_off_and_unknown_archives_are_said_plainly()
    {
        var zip = await desk.ImportAsync("cut.zip", Zip(("a.835", Sample))[..200]);
        var gzip = await desk.ImportAsync("cut.gz", Gzip([.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 31 % 251))])[..300]);
        var seven = await desk.ImportAsync("x.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]);

        Assert.Contains("damaged or cut-off", zip.Sentence, StringComparison.Ordinal);
        Assert.Contains("damaged or cut-off", gzip.Sentence, StringComparison.Ordinal);
        Assert.Contains("is a 7-Zip archive", seven.Sentence, StringComparison.Ordinal);
        Assert.All(new[] { zip, gzip, seven }, r => Assert.True(r.FileId > 0));
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return target.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionMode.Compress)) { gzip.Write(content); }

        return target.ToArray();
    }
}
