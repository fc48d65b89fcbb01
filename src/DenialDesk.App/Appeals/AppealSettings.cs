using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Appeals;

/// <summary>How appeals are approved.</summary>
/// <param name="SecondPerson">Whether whoever wrote a letter leaves its approval to another person; null: wherever at least two people of the practice may approve.</param>
public sealed record AppealSettings(bool? SecondPerson)
{
    /// <summary>Where there are two, the second one approves.</summary>
    public static AppealSettings Default { get; } = new((bool?)null);

    /// <summary>Reads Appeals:SecondPerson; throws with a sentence when it is neither true nor false.</summary>
    public static AppealSettings From(IConfiguration configuration) => configuration["Appeals:SecondPerson"] switch
    {
        null or "" => Default,
        var text => bool.TryParse(text, out var on) ? new(on) : throw new InvalidOperationException("Appeals:SecondPerson must be true or false, or left out: then a second person approves wherever there are two who may."),
    };
}
