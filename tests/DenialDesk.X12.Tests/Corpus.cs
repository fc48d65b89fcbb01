namespace DenialDesk.X12.Tests;

/// <summary>Public example files of other people, kept beside the repository; tests skip visibly where they are absent.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Files(string kind)
    {
        var root = Path.Combine(Repository.Root, "..", "shared", "corpus", kind);
        Assert.SkipUnless(Directory.Exists(root), $"../shared/corpus/{kind} is not on this machine");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
    }
}

/// <summary>Where the repository stands on this machine.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Samples => Path.Combine(Root, "samples", "files", "reader");

    private static string Find()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "DenialDesk.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("DenialDesk.sln stands above no folder of the tests.");
        }

        return at;
    }
}
