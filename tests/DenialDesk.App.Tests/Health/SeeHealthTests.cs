using DenialDesk.App.Data;
using DenialDesk.App.Health;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Reports;

namespace DenialDesk.App.Tests.Health;

public sealed class SeeHealthTests(Cluster cluster) : DeskFixture(cluster)
{
    [Fact]
    public async Task A_file_that_came_for_the_first_time_from_the_watched_folder_was_taken_from_it()
    {
        var folder = Directory.CreateTempSubdirectory("denialdesk-health-").FullName;
        try
        {
            var see = new SeeHealth(
                Get<DeskSource>(), new DeskAddress(ConnectionString, isPrivate: true), new() { DataFolder = folder, WatchedFolder = folder, LogFolder = folder },
                new DeskMail(MailSettings.None, null, "http://localhost:5000"), TimeProvider.System);
            async Task<string> Told() => (await see.Run(Actor.Desk, TestContext.Current.CancellationToken)).Items.Single(i => i.Name == "Watched folder").Told;
            Assert.Contains("No file was ever taken from it.", await Told(), StringComparison.Ordinal);

            await using (var content = new MemoryStream(SampleFiles.Read("835-second-payer.835")))
            {
                await Get<ImportFile>().Run(new() { Content = content, Name = "a.835", Source = ImportFile.Source.Folder }, Actor.Desk, TestContext.Current.CancellationToken);
            }

            Assert.Contains("The last file was taken", await Told(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
