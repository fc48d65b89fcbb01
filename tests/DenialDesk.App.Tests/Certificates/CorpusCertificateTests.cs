using DenialDesk.App.Certificates;
using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Certificates;

/// <summary>Other people's public 835 files: each one balances, or its difference is named where it stands.</summary>
public sealed class CorpusCertificateTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_public_835_that_posts_balances_or_names_its_difference_to_the_cent()
    {
        var root = Path.Combine(SampleFiles.RepositoryRoot(), "..", "shared", "corpus", "835");
        Assert.SkipUnless(Directory.Exists(root), "../shared/corpus/835 is not on this machine");
        var (balanced, named) = (0, 0);
        var wrong = new List<string>();
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await using var content = File.OpenRead(path);
            var report = await Get<ImportFile>().Run(new() { Content = content, Name = Path.GetFileName(path), Source = ImportFile.Source.Command, Rank = false }, Actor.Desk, Stop);
            var view = await Get<SeeCertificate>().Run(new() { Scope = new() { FileId = report.FileId } }, Actor.Desk, Stop);
            if (view is null)
            {
                // No payment was posted: it came before, waits with a sentence that says why, or what posted are claims or acknowledgments.
                var payments = (long)(await ScalarAsync($"select count(*) from remittance where file_id = {report.FileId}"))!;
                if (payments > 0 || report.Sentence.Length == 0) { wrong.Add($"{Path.GetFileName(path)}: posted without a certificate"); }
            }
            else if (view.Unexplained != 0m || (!view.Verdict.Balances && view.Differences.Count == 0))
            {
                wrong.Add($"{Path.GetFileName(path)}: unexplained {view.Unexplained}, cash {view.Verdict.CashDifference}, charge {view.Verdict.ChargeDifference}, kept {view.Verdict.KeptDifference}");
            }
            else if (view.Verdict.Balances) { balanced++; }
            else { named++; }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{balanced} files balance, {named} name their difference");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(balanced > 20 && named > 0);
    }
}
