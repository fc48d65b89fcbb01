using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Intake;

/// <summary>How much an archive may hold. A few bytes can unpack to more than any disk: what passes a limit is refused whole, with nothing posted.</summary>
public sealed record ArchiveLimits
{
    /// <summary>What is safe where nothing is set.</summary>
    public static ArchiveLimits Default { get; } = new();

    /// <summary>The most files in one archive, those in archives inside it counted (Archives:MaxEntries, default 1,000).</summary>
    public int MaxEntries { get; init; } = 1000;

    /// <summary>The most bytes that may come out for one byte packed, looked at once a megabyte came out (Archives:MaxRatio, default 200).</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>The most bytes that may come out of one archive in all (Archives:MaxTotalMegabytes, default 1,024).</summary>
    public long MaxTotalBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How deep archives may lie in each other: 1 opens only the outermost (Archives:MaxDepth, default 2).</summary>
    public int MaxDepth { get; init; } = 2;

    /// <summary>Reads the settings; throws with a sentence when one is wrong.</summary>
    public static ArchiveLimits From(IConfiguration configuration) => new()
    {
        MaxEntries = Whole(configuration, "Archives:MaxEntries", Default.MaxEntries, 60_000),
        MaxRatio = Whole(configuration, "Archives:MaxRatio", Default.MaxRatio, 1100),
        MaxTotalBytes = Whole(configuration, "Archives:MaxTotalMegabytes", (int)(Default.MaxTotalBytes / (1024 * 1024)), 100_000) * 1024L * 1024,
        MaxDepth = Whole(configuration, "Archives:MaxDepth", Default.MaxDepth, 5),
    };

    private static int Whole(IConfiguration configuration, string name, int otherwise, int most)
        => configuration[name] is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, out var number) && number >= 1 && number <= most ? number
            : throw new InvalidOperationException($"{name} must be a whole number from 1 to {most}.");
}
