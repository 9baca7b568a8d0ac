import org.apache.hadoop.hdds.conf.OzoneConfiguration;
import org.apache.hadoop.ozone.MiniOzoneCluster;
import org.apache.hadoop.ozone.s3.Gateway;
import org.apache.hadoop.ozone.s3.OzoneConfigurationHolder;

/**
 * The managers, one datanode and the S3 gateway of Apache Ozone in one JVM.
 *
 * <p>Arguments: the address and the port of the gateway. It takes the three ports after it as well.
 */
public final class OzoneServer {
  private OzoneServer() {}

  public static void main(String[] args) throws Exception {
    OzoneConfiguration settings = new OzoneConfiguration();
    oneReplica(settings);
    gatewayAt(settings, args[0], Integer.parseInt(args[1]));
    MiniOzoneCluster cluster = MiniOzoneCluster.newBuilder(settings).setNumDatanodes(1).build();
    cluster.waitForClusterToBeReady();
    // The gateway finds the managers at the ports that the cluster chose only now.
    OzoneConfigurationHolder.setConfiguration(new OzoneConfiguration(cluster.getConf()));
    new Gateway().execute(new String[0]);
    Thread.currentThread().join();
  }

  private static void oneReplica(OzoneConfiguration settings) {
    settings.set("ozone.replication", "1");
    settings.set("ozone.server.default.replication", "1");
    settings.set("ozone.server.default.replication.type", "RATIS");
    settings.set("ozone.scm.container.size", "256MB");
    settings.set("ozone.scm.block.size", "64MB");
  }

  private static void gatewayAt(OzoneConfiguration settings, String address, int port) {
    settings.set("ozone.s3g.http-address", address + ":" + port);
    settings.set("ozone.s3g.http-bind-host", address);
    settings.set("ozone.s3g.https-address", address + ":" + (port + 1));
    settings.set("ozone.s3g.webadmin.http-address", "127.0.0.1:" + (port + 2));
    settings.set("ozone.s3g.webadmin.http-bind-host", "127.0.0.1");
    settings.set("ozone.s3g.webadmin.https-address", "127.0.0.1:" + (port + 3));
  }
}
