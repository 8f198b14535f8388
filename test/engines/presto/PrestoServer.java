import static com.facebook.presto.testing.TestingSession.testSessionBuilder;

import com.facebook.presto.plugin.memory.MemoryPlugin;
import com.facebook.presto.tests.DistributedQueryRunner;
import com.facebook.presto.tpch.TpchPlugin;
import java.util.Map;

/**
 * A real PrestoDB on a free port of the loopback interface, with tables in memory and the TPC-H generator. Says
 * where it listens in one line, and ends when its standard input does, so that it never outlives its starter.
 */
public final class PrestoServer {
    public static void main(String[] arguments) throws Exception {
        var session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        var runner = DistributedQueryRunner.builder(session).setNodeCount(1).build();
        runner.installPlugin(new MemoryPlugin());
        runner.createCatalog("memory", "memory", Map.of());
        runner.installPlugin(new TpchPlugin());
        runner.createCatalog("tpch", "tpch", Map.of());
        System.out.println("listening " + runner.getCoordinator().getBaseUrl());
        System.out.flush();
        while (System.in.read() != -1) {
            // Nothing is said to it; only the end counts.
        }
        System.exit(0);
    }
}
