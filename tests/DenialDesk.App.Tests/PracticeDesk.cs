namespace DenialDesk.App.Tests;

/// <summary>A desk with one practice, and a way to write rows of it straight into the tables.</summary>
public sealed class PracticeDesk(Cluster cluster) : DeskFixture(cluster)
{
    internal DenialRows Rows { get; private set; } = null!;

    public int Practice { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Rows = new(Database);
        Practice = await Rows.PracticeAsync("Elm Street");
    }
}
