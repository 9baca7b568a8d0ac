package io.blocktier.gateway.route;

import io.blocktier.gateway.bucket.BucketEncryptions;
import io.blocktier.gateway.bucket.BucketOps;
import io.blocktier.gateway.bucket.PublicAccessBlocks;
import io.blocktier.gateway.bucket.UnsetSettings;
import io.blocktier.gateway.cors.Cors;
import io.blocktier.gateway.express.DirectoryOperations;
import io.blocktier.gateway.form.PostObject;
import io.blocktier.gateway.listing.ListObjects;
import io.blocktier.gateway.multipart.Completion;
import io.blocktier.gateway.multipart.UploadParts;
import io.blocktier.gateway.multipart.Uploads;
import io.blocktier.gateway.object.AccessLists;
import io.blocktier.gateway.object.BucketTags;
import io.blocktier.gateway.object.DeleteObjects;
import io.blocktier.gateway.object.ObjectCopies;
import io.blocktier.gateway.object.ObjectParts;
import io.blocktier.gateway.object.ObjectReads;
import io.blocktier.gateway.object.ObjectTags;
import io.blocktier.gateway.object.ObjectWrites;

/**
 * Who does what is asked for.
 *
 * @param buckets buckets as such
 * @param unset settings of buckets that are not kept
 * @param publicAccess keeps buckets from being public
 * @param encryptions how objects are said to be encrypted
 * @param rights lists of rights
 * @param bucketTags tags of buckets
 * @param cors requests of pages of other origins
 * @param lists listings of objects
 * @param reads gets objects
 * @param known tells what is known of objects
 * @param tags tags of objects
 * @param writes puts and deletes objects
 * @param deletes deletes many objects
 * @param copies copies objects
 * @param uploads begins and ends uploads
 * @param parts takes parts of uploads
 * @param completion makes objects of uploads
 * @param forms takes the forms of browsers
 * @param directories what directory buckets have beside
 */
public record Operations(
    BucketOps buckets,
    UnsetSettings unset,
    PublicAccessBlocks publicAccess,
    BucketEncryptions encryptions,
    AccessLists rights,
    BucketTags bucketTags,
    Cors cors,
    ListObjects lists,
    ObjectReads reads,
    ObjectParts known,
    ObjectTags tags,
    ObjectWrites writes,
    DeleteObjects deletes,
    ObjectCopies copies,
    Uploads uploads,
    UploadParts parts,
    Completion completion,
    PostObject forms,
    DirectoryOperations directories) {}
