using DenialDesk.Samples;

namespace DenialDesk.X12.Tests.Samples;

/// <summary>The demo practice's year of seed 7, written once for all tests that only read it.</summary>
public sealed class DemoYear : IDisposable
{
    public static readonly DateOnly LastDay = new(2026, 6, 30);

    public DemoYear() => Manifest = DemoPractice.Write(Folder, 7, LastDay);

    public string Folder { get; } = Directory.CreateTempSubdirectory("demo-practice-").FullName;

    public DemoManifest Manifest { get; }

    /// <summary>The 835 files that end as they should.</summary>
    public IEnumerable<SampleFile> WholeRemittances => Manifest.Files.Where(file => file is { Kind: "835", Note: not SampleFileNote.Truncated });

    public byte[] Bytes(SampleFile file) => File.ReadAllBytes(Path.Combine(Folder, file.Name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
