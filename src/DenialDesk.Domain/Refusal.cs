namespace DenialDesk.Domain;

/// <summary>A step that is not allowed, with the sentence a person reads: where, and what to do instead.</summary>
/// <param name="Code">Stable snake_case name of the reason, for tests, logs and the API; never shown alone.</param>
/// <param name="Sentence">One or two plain sentences without patient data.</param>
public sealed record Refusal(string Code, string Sentence);
