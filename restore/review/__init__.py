"""The reviewer's desk: decisions kept on disk, the local review page, what is learned from them."""
