"""Articles: handed over by an editor, cut into pieces, reviewed one by one. Approving a piece is publishing."""
