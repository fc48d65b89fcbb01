using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(DenialDesk.App.Tests.TestsByName))]

namespace DenialDesk.App.Tests;

/// <summary>Runs the tests of a class in the order of their names: without it the order hangs on the folder the repository is cloned into.</summary>
public sealed class TestsByName : ITestCaseOrderer
{
    /// <summary>By display name, the arguments of a theory with it.</summary>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase
        => [.. testCases.OrderBy(t => t.TestCaseDisplayName, StringComparer.Ordinal)];
}
