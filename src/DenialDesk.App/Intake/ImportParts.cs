using System.Diagnostics;

namespace DenialDesk.App.Intake;

/// <summary>The parts of an import by name, for whoever listens (the bench does); they cost nothing while nobody does. Names only: no file, no claim.</summary>
public static class ImportParts
{
    /// <summary>The source to listen to.</summary>
    public const string Name = "DenialDesk.Import";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a part; it ends when disposed. Parts that run at the same time overlap.</summary>
    public static Activity? Begin(string part) => Source.HasListeners() ? Source.StartActivity(part) : null;
}
