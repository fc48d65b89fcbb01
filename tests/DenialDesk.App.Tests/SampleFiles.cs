using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests;

/// <summary>The project's own samples, and the shortest way to import one.</summary>
internal static class SampleFiles
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "samples", "files");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static Task<ImportReport> ImportAsync(this DeskFixture desk, string name) => desk.ImportAsync(name, Read(name));

    public static async Task<ImportReport> ImportAsync(this DeskFixture desk, string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await desk.Get<ImportFile>().Run(
            new ImportFile.Input { Content = stream, Name = name, Source = ImportFile.Source.Command }, Actor.Desk, TestContext.Current.CancellationToken);
    }

    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DenialDesk.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        return folder;
    }
}
